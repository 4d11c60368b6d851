"""Five small hubs, written for this project, and the servers that speak their protocols on the loopback interface.

The records stand in the folders, one per hub; what is in them, and what is wrong in some of them on purpose, is told in
``README.md``. The servers are small, but their protocols are the real ones.
"""

from pathlib import Path

SAMPLES = Path(__file__).parent
"""The folder of the sample hubs."""
