"""How large a file a paper is: a year's papers of a whole city must fit on its disk."""

import io

from PIL import Image, ImageDraw

from lms.certificates.papers.layout import draw_to_keep
from lms.lib.signatures.configured import signed_paper
from lms.lib.uploaded_pictures import picture_for_papers
from tests.lms.certificates.town import NOW, Town, give, give_to_department


def crest() -> bytes:
    """Shades and edges, as scanned: 1,200 dots wide."""
    picture = Image.linear_gradient("L").convert("RGB").resize((1200, 1200))
    for place in range(0, 1200, 300):
        ImageDraw.Draw(picture).ellipse((place, place // 2, place + 90, place // 2 + 300), outline="red", width=9)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=60)
    return written.getvalue()


def test_a_signed_paper_with_a_crest_keeps_to_60_kb(town: Town):
    said = dict(give(town.done["髙橋"]).certificates.get().payload)
    kept = picture_for_papers(crest(), millimetres=18)
    said["design"] = said["design"] | {"crest": kept.digest}
    assert len(signed_paper(draw_to_keep(said, NOW, "", {kept.digest: kept.uri}), NOW)) <= 60_000


def test_a_department_paper_with_400_names_keeps_to_200_kb(town: Town):
    said = dict(give_to_department(town, "福祉課").certificates.get().payload)
    names = [
        f"{first}{second}　{third}{fourth}"
        for first, second in zip("佐鈴高田伊渡山中小加", "藤木橋中東辺本村林納", strict=True)
        for third in "正和直健美恵裕"
        for fourth in "樹子彦之人奈"
    ][:400]
    said["list"] = said["list"] | {"rows": [[name, "令和８年６月１２日"] for name in names]}
    assert len(signed_paper(draw_to_keep(said, NOW, ""), NOW)) <= 200_000
