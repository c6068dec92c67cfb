"""The demo city: a believable Bekasi to look around in, marked as such and removable.

`make.py` fills it by the use cases real reports go through, with the clock set back; `plan.py` decides what
happened; `river.py` and `pictures.py` make readings and drawings; `clear.py` takes it all away again.
"""

from sorot.demo.clear import clear_demo
from sorot.demo.make import demo_logins, is_empty, make_demo, refuse_in_public

__all__ = ["clear_demo", "demo_logins", "is_empty", "make_demo", "refuse_in_public"]
