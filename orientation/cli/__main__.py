"""python -m orientation.cli"""

import sys

from orientation.cli import main

sys.exit(main())
