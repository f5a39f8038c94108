"""The desk as a widget: what it does for as long as it is on a screen."""

from __future__ import annotations

import asyncio

import pytest

from copro_text.study import Study
from copro_text.verbs.desk import Room
from copro_text.widgets import desk as module
from copro_text.widgets.desk import Desk

SOON = 0.005


def test_a_desk_that_is_on_no_screen_does_not_go_on_looking_for_news(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EVERY", SOON)
    room = Room(study)
    looks: list[bool] = []
    look = room.news
    monkeypatch.setattr(room, "news", lambda: looks.append(look()) or looks[-1])

    async def more(by: int) -> int:
        before = len(looks)
        for _ in range(200):
            if len(looks) >= before + by:
                break
            await asyncio.sleep(SOON)
        return len(looks) - before

    async def seen() -> None:
        desk = Desk(room)
        assert await more(1) == 0, "nobody sees it yet"
        for view in ("here", "here", "gone"):
            desk._handle_custom_msg({"view": view}, [])
        assert await more(3) >= 3, "one of two is left"
        desk._handle_custom_msg({"view": "gone"}, [])
        await more(1)
        assert await more(1) == 0
        desk._handle_custom_msg({"view": "here"}, [])
        assert await more(3) >= 3, "it is shown again"
        desk.close()

    asyncio.run(seen())
