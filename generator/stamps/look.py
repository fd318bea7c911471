"""How a full stamp looks: every length, size and colour of it.

Lengths are dots of a 600-dpi printer, 0.0423 mm; sizes of type are points. What stands on whole dots has sharp edges.
"""

from __future__ import annotations

from generator.stamps.foundry import MONO_BOLD, SERIF, SERIF_BOLD
from generator.stamps.symbol import DOTS_PER_MODULE

MODULE = DOTS_PER_MODULE

WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
PALE = (246, 201, 192)
"""Of the word across a sample or revoked stamp: so pale that no reader takes it for dark."""

RIM = 2 * MODULE
"""White around everything; the frame stands in its middle."""
FRAME = 4
"""Thickness of the frame."""
FRAME_RADIUS = 28
"""Of the middle of its line, at the corners."""

WORDS_WIDTH = 81 * MODULE + MODULE // 2
"""41.4 mm for the words."""
WORDS_LEFT = MODULE // 2
"""From the symbol's quiet zone, which already keeps the words away."""
WORDS_RIGHT = 2 * MODULE
"""From the words to the rim."""

# Heights are counted from the rim: downwards from the upper one, upwards from the lower one where they say so.
PUBLISHER_TOP, PUBLISHER_HEIGHT = 18, 60
PUBLISHER_TYPE = SERIF_BOLD, (6, 5.5, 5, 4.5, 4, 3.5, 3, 2.5)
RULE_TOP, RULE = 86, 3
NAME_TOP = 8 * MODULE
NAME_ABOVE_BOTTOM = 150
"""Where the box of the name ends, above the lower rim."""
NAME_TYPE = SERIF_BOLD, (13, 12, 11, 10, 9, 8, 7, 6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3, 2.5)
GRADE_ABOVE_BOTTOM = 93
"""The line of stars, grade and code, above the lower rim."""
GRADE_HEIGHT = 77
"""One line of the grade at its largest size."""
GRADE_TYPE = SERIF_BOLD, (8, 7, 6, 5, 4, 3, 2.5)
GRADE_WIDTH = 588
"""How much of the line stars and grade may take, so that the code has 14 mm at least."""
CODE_TYPE = MONO_BOLD, (7, 6, 5.5, 5, 4.5, 4, 3.5, 3)
CODE_HEIGHT = 59
"""One line of the code at its largest size, too little for two at any but the smallest."""
CODE_GAP = 48
"""At least so much air between grade and code."""
SCAN_ABOVE_BOTTOM, SCAN_HEIGHT = 66, 54
SCAN_TYPE = SERIF, (5.5, 5, 4.5, 4, 3.5, 3, 2.5)

STARS = 5
STAR_TIP, STAR_NOTCH = 29, 12
"""From a star's middle to its points and to the corners between them."""
STAR_LINE = 3
"""Thickness of the line around an empty star."""
STAR_LEFT, STAR_PITCH = 28, 60
"""The first star's middle, from the left of the words, and from there the next."""
STAR_ABOVE_LINE = 13
"""The stars' middle, above the line that letters stand on."""
GRADE_LEFT = 318
"""The grade, from the left of the words, where there are stars."""

MARK_FACE = SERIF_BOLD
MARK_TILT = 0.913545, 0.406737
"""Cosine and sine of 24°, by which the word across rises."""
