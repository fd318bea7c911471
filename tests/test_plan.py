"""What is planned together: while the whole depends on the same things, its parts are not even looked at."""

from __future__ import annotations

from pathlib import Path

from generator.checks.check import check
from generator.clock import today
from generator.gather import gather
from generator.making.recipe import Bundle
from generator.memory import Memory
from generator.outputs import plan
from generator.records.folder import read
from generator.template_files import find
from generator.theme import theme

ROOT = Path(__file__).parent.parent


def test_a_bundle_depends_on_every_template_its_recipes_draw_with():
    """A change of a template that a bundle does not know of would leave old pages standing."""
    memory = Memory()
    catalogue = gather(check(read(ROOT), today(), memory), memory)
    bundles = [one for one in plan(catalogue, theme(find(ROOT), catalogue)) if isinstance(one, Bundle)]

    unknown = {
        (one.name, template)
        for one in bundles
        for recipe in one.recipes()
        for template in recipe.templates
        if template not in one.templates
    }

    assert {"lists", "tim-kiem/loi.js", "DB0001"} <= {one.name for one in bundles}
    assert unknown == set()
