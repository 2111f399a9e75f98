"""Two hundred strings that try to make a paper fetch, read or run something, with places for two addresses."""

from itertools import islice, product

_WAYS = (
    '<img src="{url}">', "<img src='{url}'>", "<img src={url}>", '<image href="{url}"/>',
    '<object data="{url}"></object>',
    '<embed src="{url}">', '<iframe src="{url}"></iframe>', '<link rel="stylesheet" href="{url}">',
    '<link rel=attachment href="{url}">', '<a rel="attachment" href="{url}">x</a>', '<a href="{url}">x</a>',
    '<base href="{url}">', '<meta http-equiv="refresh" content="0;url={url}">', '<script src="{url}"></script>',
    '<style>@import "{url}";</style>', "<style>*{{background:url({url})}}</style>",
    '<p style="background:url({url})">x</p>',
    '<svg><image href="{url}" xlink:href="{url}"/></svg>', '<svg><use href="{url}#x"/></svg>',
    '<video poster="{url}"></video>',
    '<input type="image" src="{url}">', '<body background="{url}">', '<table background="{url}"></table>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]>&e;', '<?xml-stylesheet href="{url}"?>', '<xi:include href="{url}"/>',
    "<style>@font-face{{font-family:x;src:url({url})}}*{{font-family:x}}</style>", "url({url})", "@import url({url});",
    '<img srcset="{url} 1x">', "<math><mi href='{url}'>x</mi></math>",
    "<foreignObject><img src='{url}'></foreignObject>",
)  # fmt: skip
_BREAKS = ("{way}", '">{way}', "'>{way}", "</title>{way}", "</p></body>{way}", "--></style></script>{way}", "]]>{way}")
_OTHERS = (
    "{{% include 'certificates/papers/personal.html' %}}", "{{{{ paper.number }}}}", "{{{{ 7|add:7 }}}}",
    "{{% debug %}}",
    "{{% load static %}}", "${{7*7}}", "#{{7*7}}", "%s%s%n", "$(touch {url})", "`touch {url}`", "=cmd|'/C calc'!A0",
    "../../../../etc/passwd", "file:///etc/passwd", "\x01\x02\x1b[31m", "‮逆さ", "​​​",
    "髙" + "̂" * 300, "﷽" * 40, "長" * 2000, "A" * 5000, "<b>" * 400, "&#60;img src=&#34;{url}&#34;&#62;",
    "&lt;img src={url}&gt;",
    "%PDF-1.7", "endstream endobj 1 0 obj", "/OpenAction << /S /URI /URI ({url}) >>", ") Tj ET (", "\\) Tj",
    "<</JS({url})>>",
)  # fmt: skip


def hostile_words(*addresses: str, number: int = 200) -> list[str]:
    """The first `number`, each with one of the addresses in it where it has a place for one."""
    ways = [broken.format(way=way) for broken, way in product(_BREAKS, _WAYS)]
    # Evenly of every break, the odd ones in any case.
    step = max(1, len(ways) * len(addresses) // (number - len(_OTHERS)))
    spread = [way.format(url=addresses[place % len(addresses)]) for place, way in enumerate(ways)]
    others = [word.format(url=addresses[0]) for word in _OTHERS]
    return list(islice([*others, *spread[:: max(1, step // len(addresses))]], number))
