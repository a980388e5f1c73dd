"""Runs what is asynchronous in a thread of its own: Playwright's loop runs in the tests' thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run_alone(coroutine):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
