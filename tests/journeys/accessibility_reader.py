"""Reads the accessibility tree of the running application; started with the system's Python, which has pyatspi.

One JSON request a line on standard input, one JSON answer a line on standard output:
{"find": {"role": "push button", "name": "Generate"}} -> [{"role", "name", "text", "states", "x", "y", "width", "height"}, ...]
"""

import contextlib
import json
import sys

import pyatspi

APPLICATION = "LM Workbench"
LIMIT = 4000


def application():
    desktop = pyatspi.Registry.getDesktop(0)
    for number in range(desktop.childCount):
        child = desktop.getChildAtIndex(number)
        if child is not None and APPLICATION in (child.name or ""):
            return child
    return None


def walk(node, left, showing, depth=0):
    """The node and everything below it, depth first; `showing`: nothing of what is hidden as a whole."""
    if node is None or left[0] <= 0:
        return
    left[0] -= 1
    yield node
    if showing and depth > 1 and not node.getState().contains(pyatspi.STATE_VISIBLE):
        return
    for number in range(min(node.childCount, 400)):
        yield from walk(node.getChildAtIndex(number), left, showing, depth + 1)


def described(node):
    states = [pyatspi.stateToString(state) for state in node.getState().getStates()]
    entry = {"role": node.getRoleName(), "name": node.name or "", "states": states, "text": "", "x": 0, "y": 0, "width": 0, "height": 0}
    with contextlib.suppress(NotImplementedError):
        entry["text"] = node.queryText().getText(0, -1)
    with contextlib.suppress(NotImplementedError):
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        entry.update(x=box.x, y=box.y, width=box.width, height=box.height)
    return entry


def find(wanted):
    root = application()
    found = []
    for node in walk(root, [LIMIT], "showing" in wanted):
        try:
            if wanted.get("role") and node.getRoleName() != wanted["role"]:
                continue
            if wanted.get("name") and wanted["name"] not in (node.name or ""):
                continue
            if "showing" in wanted and not node.getState().contains(pyatspi.STATE_SHOWING):
                continue
            found.append(described(node))
        except Exception:  # noqa: BLE001  the tree changes while it is read
            continue
    return found


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = find(request["find"])
    except Exception as error:  # noqa: BLE001  the application may just be starting or ending
        answer = {"error": repr(error)}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
