"""Where the program starts. Nothing heavy is imported before it is known what is wanted.

No command, or `gui`: the window. `_engine`, `_text`, `_map`, `_trial`: the children of a window; `_train`: a training it started;
`_lesson`: a lesson it started, `_cell`: one training of a lesson.
Everything else: the command line.
"""

from __future__ import annotations

import sys


def main() -> int:
    """The console script. Returns the exit status."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "":
        from workbench.gui.app import run

        return run()
    if command == "_engine":
        from workbench.host import engine_child

        engine_child.main()
    elif command == "_text":
        from workbench.host import text_child

        text_child.main()
    elif command == "_map":
        from workbench.host import map_child

        map_child.main()
    elif command == "_trial":
        from workbench.host import trial_child

        trial_child.main()
    elif command == "_train":
        from workbench.host import trainer

        trainer.main()
    elif command == "_lesson":
        from workbench.host import lessons

        lessons.main()
    elif command == "_cell":
        from workbench.host import lesson_cell

        lesson_cell.main()
    elif command == "_template":
        from workbench.text import template_helper

        template_helper.main()
    elif command == "train":
        from workbench.host.limits import keep_memory

        keep_memory()
    from workbench import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
