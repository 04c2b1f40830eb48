"""A server for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.signaling.conversation import TestServer, test_server


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async with test_server() as running:
        yield running
