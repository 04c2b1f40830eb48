"""How an answer looks to somebody who wants to learn from it whether something exists."""

from tests.roundtable.house import Answer


def looks(answer: Answer) -> tuple[int, object, dict[str, str]]:
    """Everything about it but the time of day: status, body and headers."""
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status, answer.body, headers
