"""The look of the app as a Gradio theme: ink blue on paper white, Pretendard, large touch targets."""

from __future__ import annotations

from gradio.themes import Base, Color, sizes

INK = Color(
    name="ink",
    c50="#eef3fb", c100="#dce7f7", c200="#bcd0ef", c300="#8fb0e2", c400="#5f8bd0", c500="#3c6cba",
    c600="#2a549b", c700="#23467f", c800="#1f3b69", c900="#1b3156", c950="#121f38",
)  # fmt: skip
STONE = Color(
    name="stone",
    c50="#f7f8fa", c100="#eff1f4", c200="#dfe3e8", c300="#c7cdd6", c400="#8e97a5", c500="#667080",
    c600="#4f5967", c700="#3b4450", c800="#262d37", c900="#191e26", c950="#0f1319",
)  # fmt: skip
FONTS = (
    "Pretendard Variable",
    "Pretendard",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "Noto Sans KR",
    "sans-serif",
)
MONO = ("ui-monospace", "Consolas", "monospace")


class PaperTheme(Base):
    """Calm cards on a light ground. Fonts are plain names, so no font service is ever asked."""

    def __init__(self) -> None:
        super().__init__(
            primary_hue=INK,
            secondary_hue=INK,
            neutral_hue=STONE,
            text_size=sizes.text_md,
            spacing_size=sizes.spacing_md,
            radius_size=sizes.radius_lg,
            font=FONTS,
            font_mono=MONO,
        )
        self.set(
            body_background_fill="*neutral_50",
            body_background_fill_dark="*neutral_950",
            body_text_color="*neutral_900",
            body_text_color_dark="*neutral_100",
            body_text_color_subdued="*neutral_600",
            body_text_color_subdued_dark="*neutral_300",
            background_fill_primary="white",
            background_fill_primary_dark="*neutral_900",
            background_fill_secondary="*neutral_50",
            background_fill_secondary_dark="*neutral_900",
            border_color_primary="*neutral_200",
            border_color_primary_dark="*neutral_700",
            color_accent="*primary_600",
            color_accent_soft="*primary_50",
            color_accent_soft_dark="*primary_900",
            block_background_fill="transparent",
            block_background_fill_dark="transparent",
            block_border_width="0px",
            block_padding="0px",
            block_shadow="none",
            block_title_text_color="*neutral_800",
            block_title_text_color_dark="*neutral_100",
            block_title_text_weight="600",
            block_info_text_color="*neutral_600",
            block_info_text_color_dark="*neutral_300",
            block_label_text_color="*neutral_800",
            block_label_text_color_dark="*neutral_100",
            panel_border_width="0px",
            form_gap_width="0px",
            layout_gap="16px",
            input_background_fill="white",
            input_background_fill_dark="*neutral_800",
            input_border_color="*neutral_400",
            input_border_color_dark="*neutral_500",
            input_border_color_focus="*primary_600",
            input_border_color_focus_dark="*primary_300",
            input_border_width="1px",
            slider_color="*primary_600",
            slider_color_dark="*primary_300",
            checkbox_background_color_selected="*primary_600",
            checkbox_background_color_selected_dark="*primary_500",
            checkbox_border_color="*neutral_400",
            checkbox_label_background_fill="white",
            checkbox_label_background_fill_dark="*neutral_800",
            checkbox_label_background_fill_selected="*primary_50",
            checkbox_label_background_fill_selected_dark="*primary_900",
            checkbox_label_text_color="*neutral_800",
            checkbox_label_text_color_dark="*neutral_100",
            checkbox_label_text_color_selected="*primary_800",
            checkbox_label_text_color_selected_dark="white",
            checkbox_label_border_color="*neutral_300",
            checkbox_label_border_color_dark="*neutral_600",
            checkbox_label_border_width="1px",
            checkbox_label_padding="10px 14px",
            button_large_padding="12px 20px",
            button_large_radius="12px",
            button_large_text_size="16px",
            button_large_text_weight="650",
            button_medium_padding="10px 16px",
            button_medium_radius="10px",
            button_primary_background_fill="*primary_700",
            button_primary_background_fill_dark="*primary_600",
            button_primary_background_fill_hover="*primary_800",
            button_primary_background_fill_hover_dark="*primary_500",
            button_primary_text_color="white",
            button_primary_text_color_dark="white",
            button_primary_border_color="transparent",
            button_secondary_background_fill="white",
            button_secondary_background_fill_dark="*neutral_800",
            button_secondary_background_fill_hover="*primary_50",
            button_secondary_background_fill_hover_dark="*neutral_700",
            button_secondary_text_color="*primary_800",
            button_secondary_text_color_dark="*neutral_100",
            button_secondary_border_color="*neutral_300",
            button_secondary_border_color_dark="*neutral_600",
            button_border_width="1px",
        )
