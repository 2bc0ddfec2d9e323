"""Whether a sentence may be asked: one Korean question, short enough to be heard, fair, without a hint.

The same check for the written banks, for questions filled from a document and for those of a model.
"""

from __future__ import annotations

import re
from typing import Literal

Problem = Literal["length", "korean", "one_question", "ending", "double", "unfair", "hint", "clean"]
SHORTEST, LONGEST = 15, 90  # characters; read aloud 3 to 10 s
_HANGUL_SHARE = 0.6  # of the letters outside quotes
_ASKS = r"(?:무엇|무슨|어떤|어떻게|어디|언제|누구|누가|왜|얼마|몇|어느|뭐|뭘|어땠)"
_ENDING = re.compile(r"(?:까|나요|가요|세요|어요|여요|예요|에요|죠|래요)\?$")
_TAG = re.compile(r"(?:죠|지요|않나요|않습니까|아닌가요|아닙니까)\?$")  # asks for a nod: holds the answer
_DOUBLE = (
    rf"{_ASKS}[^.’]{{0,30}}?(?:이고|하고|[했았었였]고|며|[가-힣]고),?\s(?:그리고\s)?[^.]{{0,30}}?{_ASKS}",
    rf"{_ASKS}[^.’]{{0,30}}?[는은인을할던]지(?:,|와|하고|\s그리고)\s[^.]{{0,30}}?{_ASKS}",
    r"[는은인을할던]지[^.]{0,30}?[는은인을할던]지(?:를|도|까지)?\s[^.]{0,8}(?:말씀|설명|들려|알려)",
    r"(?:그리고|또한|아울러|더불어)\s",
    rf"(?:이유|계기|과정|방법|결과|역할|문제|기준|경험)(?:와|과|,|하고)\s[^.?]{{0,15}}"
    rf"(?:이유|계기|과정|방법|결과|역할|기준|해결|배운\s?점)[^.?]{{0,12}}(?:{_ASKS}|말씀|설명|들려)",
)
# 채용절차법 §4의3: looks, height, weight, region of origin, marriage, property, family's schooling, job, property;
# 남녀고용평등법 §7, 고령자고용법 §4의4, 국가인권위원회법 §2: sex, age, pregnancy, religion, politics, disability.
_UNFAIR = re.compile(
    r"(?<![가-힣])(?:애인|연애|남편|아내|아이(?:가|는|를)\s|집안|부모|아버지|어머니|형제|자매|키(?:가|는)\s|인상이|재산"
    r"|자가(?:가|를|에|인)|전세|월세|빚|대출이|절에\s|기도를|성당|나이(?:가|는|에|도|를)|몇\s?살|연세|여자|남자|여성(?:으로|이라|인)"
    r"|남성(?:으로|이라|인)|군대|지지하는\s?(?:정|후)|술은|술을|종교|교회|가족)"
    r"|결혼|혼인|미혼|기혼|이혼|배우자|남자\s?친구|여자\s?친구|임신|출산|육아|자녀|환자가족|가정\s?(?:환경|형편)|외모|용모|몸무게"
    r"|본인의\s?체중|성형|다이어트|고향|출신|본적|태어나(?:신|서)|사는\s?곳|어디에?\s?사시|거주|신앙|불교|기독교|천주교|성별|병역"
    r"|정당\s|정치\s?성향|노조\s?(?:가입|활동)|장애(?:가|를)\s?(?:있으|갖|가지)|장애인이|혈액형|주량|담배|흡연|국적|인종|피부색"
)
_HINT = re.compile(
    r"예를\s?들|예컨대|가령|힌트|정답|모범\s?답|처럼\s?(?:답|말)|(?:같은|등의)\s?(?:방법|기술|이유|답)|\([^)]*\)|라고\s?답하|포함해\s?(?:서\s)?(?:말|설명|답)"
)
_UNCLEAN = re.compile(r"[\[\]{}<>|#*_=~^\\\n\r\t]|https?:|^\s*(?:\d+[.)]|질문|Q\d?|면접관)|[^\S ]")
_QUOTED = re.compile(r"‘[^‘’]*’|“[^“”]*”|\"[^\"]*\"|'[^']*'")


def problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with the question, () when nothing is. What stands in quotes is the person's own and only counts
    for the length and the question marks."""
    found: list[Problem] = []
    own = _QUOTED.sub("그것", text)
    letters = re.findall(r"[^\W\d_]", own)
    if not SHORTEST <= len(text) <= LONGEST:
        found.append("length")
    if sum("가" <= letter <= "힣" for letter in letters) < max(8, _HANGUL_SHARE * len(letters)):
        found.append("korean")
    if len(re.findall(r"[?？]", text)) != 1 or text.count(". ") > 2:
        found.append("one_question")
    if not _ENDING.search(text):
        found.append("ending")
    if any(re.search(pattern, own) for pattern in _DOUBLE):
        found.append("double")
    if _UNFAIR.search(own):
        found.append("unfair")
    if _HINT.search(own) or _TAG.search(text):
        found.append("hint")
    if _UNCLEAN.search(text) or text != text.strip():
        found.append("clean")
    return tuple(found)
