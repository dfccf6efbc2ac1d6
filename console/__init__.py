"""The pages for staff: who they are, where they are logged in, who else may."""

from console.app import MOUNT, create_console
from console.guard import Office

__all__ = ["MOUNT", "Office", "create_console"]
