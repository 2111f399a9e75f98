"""Kanji that one name is written with in several shapes. Each line: the shape to search by, then the others.

Only a search key folds them; names are stored and shown as given. Compatibility ideographs such as U+FA19 are not
listed: NFKC folds those.
"""

_LINES = """
高髙 崎﨑嵜 浜濱濵 徳德 瀬瀨 柳栁桺 斎齋齊斉 辺邊邉 沢澤 島嶋嶌 真眞 恵惠 広廣 桜櫻 富冨 吉𠮷 国國圀 館舘 竜龍 滝瀧
学學 関關 円圓 栄榮 渋澁澀 実實 寿壽 条條 静靜 清淸 曽曾 蔵藏 宝寶 豊豐 万萬 弥彌 与與 礼禮 亀龜 槙槇 巌巖巗 尭堯 遥遙
凛凜 晋晉 穂穗 薫薰 塩鹽 岳嶽 桧檜 祢禰 荘莊 伝傳 総總 稲稻 緑綠 横橫 黒黑 黄黃 巻卷 増增 郷鄕鄉 鉄鐵 満滿 浅淺 鴎鷗
頼賴 桑桒 柏栢 船舩 峰峯 野埜 渕淵渊 壷壺 剣劍劔剱釼 園薗 籠篭 秋穐 土圡 悦悅 暁曉 壮壯 奥奧 亜亞 為爲 衛衞 応應 栃杤
戸戶 巣巢 双雙 内內 桝枡 瑶瑤 絵繪 縄繩 覚覺 誉譽 霊靈 顕顯 鰺鯵 麹麴 会會 仏佛 来來 児兒 労勞 勲勳 声聲 売賣 壱壹 帯帶
庁廳 従從 恒恆 慎愼 戦戰 数數 旧舊 昼晝 暦曆 楽樂 様樣 権權 気氣 済濟 温溫 湾灣 浄淨 涙淚 畳疊 県縣 称稱 穣穰 糸絲
経經 継繼 続續 芸藝 蛍螢 訳譯 譲讓 郎郞 釈釋 鋭銳 録錄 隣鄰 青靑 顔顏 駅驛 歩步 毎每 説說 芦蘆 薮藪籔 諌諫 処處 変變
単單 団團 図圖 聡聰 鶴靏靍 橋𣘺 髪髮
"""

FOLDED = {ord(variant): group[0] for group in _LINES.split() for variant in group[1:]}
