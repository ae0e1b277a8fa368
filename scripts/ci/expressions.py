"""The part of GitHub's expressions that our workflow uses: names, strings, ==, !=, &&, ||, !, ( )
and status functions. What it does not know is an error, so that a misspelt name is found here.

>>> names = {"failed()": False, "inputs.a": "x", "env.B": "true", "steps.s.outcome": "success"}
>>> [shown(evaluate(text, names)) for text in (
...     "inputs.a == 'x' && inputs.b == ''", "inputs.b || 'it''s'", "!(env.B == 'true')")]
['true', "it's", 'false']
>>> substitute("a ${{ inputs.a }}-${{ vars.NONE }}", names)
'a x-'
>>> [condition(text, names | {"failed()": True}) for text in (
...     "success()", "env.B == 'true'", "${{ always() && steps.s.outcome == 'success' }}")]
[False, False, True]
>>> evaluate("steps.t.outcome", names)
Traceback (most recent call last):
ValueError: there is no such name: steps.t.outcome
"""

import re

TOKEN = re.compile(r"\s*(==|!=|&&|\|\||!|\(|\)|'(?:[^']|'')*'|[A-Za-z_][\w.-]*)")
# What a service leaves out counts as empty there.
OPTIONAL = ("inputs.", "vars.", "github.")


def substitute(text, names):
    """`text` with every ${{ }} replaced by its value."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda m: shown(evaluate(m[1], names)), str(text))


def condition(text, names):
    """Whether a step with `if: text` runs after steps that went well, or after one that failed."""
    inner = re.fullmatch(r"\s*\$\{\{(.*)\}\}\s*", str(text), re.S)
    text = inner[1] if inner else str(text)
    value = truth(evaluate(text, names))
    asks_status = re.search(r"\b(always|failure|cancelled|success)\(", text)
    return value and bool(asks_status or not names["failed()"])


def evaluate(text, names):
    """The value of an expression: a string, or a truth value."""
    tokens, place = [], 0
    while text[place:].strip():
        match = TOKEN.match(text, place)
        if not match:
            raise ValueError(f"cannot read the expression: {text[place:].strip()}")
        tokens.append(match[1])
        place = match.end()
    value = _either(tokens, names)
    if tokens:
        raise ValueError(f"the expression goes on: {' '.join(tokens)}")
    return value


def shown(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def truth(value):
    return value if isinstance(value, bool) else value != ""


def _either(tokens, names):
    value = _both(tokens, names)
    while tokens and tokens[0] == "||":
        tokens.pop(0)
        other = _both(tokens, names)
        value = value if truth(value) else other
    return value


def _both(tokens, names):
    value = _comparison(tokens, names)
    while tokens and tokens[0] == "&&":
        tokens.pop(0)
        other = _comparison(tokens, names)
        value = other if truth(value) else value
    return value


def _comparison(tokens, names):
    value = _atom(tokens, names)
    if tokens and tokens[0] in ("==", "!="):
        is_equal = tokens.pop(0) == "=="
        return (shown(value) == shown(_atom(tokens, names))) == is_equal
    return value


def _atom(tokens, names):
    token = tokens.pop(0)
    if token == "!":
        return not truth(_atom(tokens, names))
    if token == "(":
        value = _either(tokens, names)
        if tokens.pop(0) != ")":
            raise ValueError("a parenthesis is not closed")
        return value
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    if tokens[:2] == ["(", ")"]:
        del tokens[:2]
        return _status(token, names)
    if token in names:
        return names[token]
    if token.startswith(OPTIONAL):
        return ""
    raise ValueError(f"there is no such name: {token}")


def _status(name, names):
    if name == "always":
        return True
    if name == "cancelled":
        return False
    if name in ("failure", "success"):
        return names["failed()"] == (name == "failure")
    raise ValueError(f"there is no such function: {name}")
