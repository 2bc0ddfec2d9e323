"""What the photo checks say: for each row of the threshold table a label and sentences in two languages."""

from __future__ import annotations

from metajob.photo.thresholds import Words

_TURNED = (
    "고개가 조금 돌아가 있어요. 카메라를 정면으로 보면 더 자연스러워요.",
    "The head is slightly turned. Facing the camera looks more natural.",
)
_TURNED_FAR = (
    "얼굴이 옆을 보고 있어요. 카메라를 정면으로 보고 다시 찍어 주세요.",
    "The face looks to the side. Please face the camera and take it again.",
)
_TILTED = (
    "고개가 기울어져 있어요. 자동으로 바로잡지만 어색할 수 있어요.",
    "The head is tilted. We straighten it, but it may look odd.",
)
_TILTED_FAR = (
    "얼굴이 너무 기울어져 있어요. 사진을 똑바로 돌리거나 고개를 세워 다시 찍어 주세요.",
    "The face is tilted too far. Please rotate the photo or take it with a straight head.",
)
_UNEVEN = (
    "얼굴 한쪽이 어두워요. 창문이나 조명을 마주 보고 찍으면 좋아요.",
    "One side of the face is darker. Face a window or a lamp.",
)
_UNEVEN_FAR = (
    "얼굴 한쪽이 너무 어두워요. 빛을 마주 보고 다시 찍어 주세요.",
    "One side of the face is far too dark. Please face the light and take it again.",
)

WORDS: dict[str, Words] = {
    "faces": Words(
        ("얼굴 수", "Faces"),
        ("얼굴이 한 명만 보여요.", "There is one face."),
        high=(
            "다른 얼굴이 작게 보여요. 가장 큰 얼굴로 만들게요.",
            "There is another, small face. We use the largest one.",
        ),
        high_refuse=(
            "여러 명이 함께 나온 사진이에요. 혼자 나온 사진을 올려 주세요.",
            "Several people are in the photo. Please use one of you alone.",
        ),
    ),
    "face_size": Words(
        ("얼굴 크기", "Face size"),
        ("얼굴이 충분히 커요.", "The face is large enough."),
        low=(
            "얼굴이 작게 나와서 조금 흐릴 수 있어요. 더 가까이 나온 사진이 좋아요.",
            "The face is small, so the result may be soft. A closer photo is better.",
        ),
        low_refuse=(
            "얼굴이 너무 작게 나왔어요. 더 가까이서 찍었거나 화질이 더 좋은 사진을 올려 주세요.",
            "The face is too small. Please use a closer photo or one of higher resolution.",
        ),
    ),
    "enlarging": Words(
        ("확대 정도", "Enlarging"),
        ("원본 화질이 그대로 살아요.", "The original detail is kept."),
        high=(
            "얼굴을 늘려야 해서 흐려질 수 있어요. 해상도가 더 높은 원본을 올려 주세요.",
            "The face has to be enlarged and may blur. Use a photo of higher resolution.",
        ),
    ),
    "sharpness": Words(
        ("선명도", "Sharpness"),
        ("얼굴이 선명해요.", "The face is sharp."),
        low=(
            "얼굴이 조금 흐려요. 렌즈를 닦고 초점을 맞춘 사진이 더 좋아요.",
            "The face is slightly blurred. Wipe the lens and focus on the face.",
        ),
        low_refuse=(
            "얼굴이 너무 흐려요. 흔들리지 않게 초점을 맞춰 다시 찍어 주세요.",
            "The face is too blurred. Please hold still, focus and take it again.",
        ),
    ),
    "yaw": Words(
        ("얼굴 방향", "Facing"),
        ("정면을 보고 있어요.", "Facing the camera."),
        high=_TURNED,
        high_refuse=_TURNED_FAR,
        low_refuse=_TURNED_FAR,
    ),
    "pitch": Words(
        ("고개 각도", "Head up/down"),
        ("고개 높이가 좋아요.", "The head is level."),
        low=(
            "턱을 조금 들고 있어요. 카메라를 눈높이에 맞추면 좋아요.",
            "The chin is a little up. Hold the camera at eye level.",
        ),
        high=(
            "고개를 조금 숙이고 있어요. 카메라를 눈높이에 맞추면 좋아요.",
            "The head is a little down. Hold the camera at eye level.",
        ),
        low_refuse=(
            "턱을 너무 들고 있어요. 카메라를 눈높이에 두고 다시 찍어 주세요.",
            "The chin is too far up. Please take it again at eye level.",
        ),
        high_refuse=(
            "고개를 너무 숙이고 있어요. 카메라를 눈높이에 두고 다시 찍어 주세요.",
            "The head is too far down. Please take it again at eye level.",
        ),
    ),
    "roll": Words(
        ("기울기", "Tilt"),
        ("기울기는 자동으로 맞춰요.", "Tilt is corrected for you."),
        high=_TILTED,
        high_refuse=_TILTED_FAR,
        low_refuse=_TILTED_FAR,
    ),
    "brightness": Words(
        ("밝기", "Brightness"),
        ("얼굴 밝기가 알맞아요.", "The face is well lit."),
        low=(
            "얼굴이 조금 어두워요. 더 밝은 곳에서 찍으면 좋아요.",
            "The face is a little dark. A brighter place is better.",
        ),
        high=(
            "얼굴이 조금 밝게 날아갔어요. 강한 빛을 피하면 좋아요.",
            "The face is a little too bright. Avoid strong light.",
        ),
        low_refuse=(
            "얼굴이 너무 어두워요. 밝은 곳에서 빛을 마주 보고 다시 찍어 주세요.",
            "The face is too dark. Please face the light in a brighter place.",
        ),
        high_refuse=(
            "얼굴이 너무 밝아서 윤곽이 사라졌어요. 플래시를 끄고 다시 찍어 주세요.",
            "The face is overexposed. Please turn the flash off and take it again.",
        ),
    ),
    "highlights": Words(
        ("빛 번짐", "Highlights"),
        ("하얗게 날아간 곳이 없어요.", "No blown highlights."),
        high=(
            "얼굴에 하얗게 번들거리는 곳이 있어요. 부드러운 빛에서 찍으면 좋아요.",
            "Parts of the face are blown out. Softer light is better.",
        ),
        high_refuse=(
            "얼굴이 하얗게 날아간 곳이 너무 많아요. 플래시나 직사광선을 피해 다시 찍어 주세요.",
            "Too much of the face is blown out. Please avoid flash and direct sun.",
        ),
    ),
    "evenness": Words(
        ("좌우 밝기", "Even light"),
        ("빛이 고르게 닿았어요.", "The light is even."),
        high=_UNEVEN,
        high_refuse=_UNEVEN_FAR,
        low_refuse=_UNEVEN_FAR,
    ),
    "eyes": Words(
        ("눈", "Eyes"),
        ("눈을 뜨고 있어요.", "The eyes are open."),
        high=(
            "눈이 조금 감겨 보여요. 눈을 또렷이 뜬 사진이 더 좋아요.",
            "The eyes look half closed. Open eyes are better.",
        ),
        high_refuse=(
            "눈을 감고 있어요. 눈을 뜬 사진을 올려 주세요.",
            "The eyes are closed. Please use a photo with open eyes.",
        ),
    ),
    "mouth": Words(
        ("입", "Mouth"),
        ("입을 다물고 있어요.", "The mouth is closed."),
        high=(
            "입이 조금 벌어져 있어요. 가볍게 다문 표정이 더 좋아요.",
            "The mouth is slightly open. Lightly closed is better.",
        ),
        high_refuse=(
            "입을 크게 벌리고 있어요. 입을 다문 사진을 올려 주세요.",
            "The mouth is wide open. Please use a photo with a closed mouth.",
        ),
    ),
    "expression": Words(
        ("표정", "Expression"),
        ("표정이 편안해요.", "A relaxed expression."),
        high=(
            "활짝 웃는 표정이에요. 회사에 따라 치아가 보이지 않는 미소를 권하기도 해요.",
            "A broad smile. Some employers prefer a smile without teeth.",
        ),
    ),
    "covering": Words(
        ("가림", "Covering"),
        ("얼굴이 가려지지 않았어요.", "Nothing covers the face."),
        low=(
            "얼굴 일부가 가려졌을 수 있어요. 손이나 머리카락, 마스크가 없는지 봐 주세요.",
            "Part of the face may be covered. Check for hands, hair or a mask.",
        ),
        low_refuse=(
            "얼굴이 가려져 있어요. 마스크나 손을 치우고 다시 찍어 주세요.",
            "The face is covered. Please remove the mask or hand and take it again.",
        ),
    ),
    "lips": Words(
        ("입 가림", "Mouth visible"),
        ("입이 잘 보여요.", "The mouth is visible."),
        low=(
            "입이 가려졌을 수 있어요. 손이나 물건이 입 앞에 없는지 봐 주세요.",
            "The mouth may be covered. Check that nothing is in front of it.",
        ),
    ),
    "sunglasses": Words(
        ("선글라스", "Sunglasses"),
        ("눈이 잘 보여요.", "The eyes are visible."),
        high=(
            "선글라스를 쓴 것 같아요. 눈이 보이도록 벗고 찍어 주세요.",
            "These look like sunglasses. Please take them off so that the eyes show.",
        ),
    ),
    "headroom": Words(
        ("머리 위 여백", "Room above"),
        ("머리 위 여백이 있어요.", "There is room above the head."),
        low=(
            "머리 윗부분이 사진 끝에 닿아 있어요. 머리 위에 여백이 있는 사진이 좋아요.",
            "The head touches the top edge. Leave some room above it.",
        ),
        low_refuse=(
            "머리 윗부분이 잘렸어요. 머리 전체가 나오게 다시 찍어 주세요.",
            "The top of the head is cut off. Please take it with the whole head in view.",
        ),
    ),
    "chin": Words(
        ("턱 아래 여백", "Room below"),
        ("턱과 목이 잘 보여요.", "The chin and neck are in view."),
        low=(
            "턱 아래가 조금 부족해요. 목과 어깨까지 나온 사진이 더 좋아요.",
            "There is little below the chin. Neck and shoulders should show.",
        ),
        low_refuse=(
            "턱이 잘렸어요. 목과 어깨까지 나오게 다시 찍어 주세요.",
            "The chin is cut off. Please include the neck and shoulders.",
        ),
    ),
    "sides": Words(
        ("좌우 여백", "Room beside"),
        ("머리가 사진 안에 다 들어왔어요.", "The whole head is inside the photo."),
        low=(
            "머리 옆이 사진 끝에 닿아 있어요. 좌우에 여백이 있는 사진이 좋아요.",
            "The head touches the side. Leave some room beside it.",
        ),
        low_refuse=(
            "얼굴 옆이 잘렸어요. 얼굴이 가운데 오게 다시 찍어 주세요.",
            "The side of the face is cut off. Please put the face in the middle.",
        ),
    ),
    "hat": Words(
        ("모자·머리띠", "Headwear"),
        ("눈에 띄는 모자나 머리띠가 없어요.", "No visible hat or headband."),
        high=(
            "모자나 머리띠가 있다면 벗고 찍은 사진이 좋아요.",
            "If you wear a hat or headband, please take it off.",
        ),
    ),
    "real": Words(
        ("실제 사진", "Real photo"),
        ("실제 사진이에요.", "A real photo."),
        high=(
            "그림이나 보정이 강한 사진처럼 보여요. 보정하지 않은 원본이 좋아요.",
            "This looks drawn or strongly retouched. An untouched original is better.",
        ),
        high_refuse=(
            "실제 사진이 아닌 것 같아요. 그림이나 필터가 아닌 원본 사진을 올려 주세요.",
            "This does not look like a photo. Please use an original, not a drawing or filter.",
        ),
    ),
    "colour": Words(
        ("색", "Colour"),
        ("컬러 사진이에요.", "A colour photo."),
        low=(
            "흑백 사진이라 정장 색과 어울리지 않을 수 있어요. 컬러 사진이 더 좋아요.",
            "A black-and-white photo may not match the suit. Colour is better.",
        ),
    ),
    "distance": Words(
        ("촬영 거리", "Distance"),
        ("촬영 거리가 알맞아요.", "The distance is fine."),
        high=(
            "가까이서 찍어 얼굴이 조금 다르게 보일 수 있어요. 조금 떨어져서 찍으면 더 자연스러워요.",
            "A close selfie changes the face a little. Step back for a more natural look.",
        ),
    ),
}
