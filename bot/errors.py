"""Every error of the project, in one tree. Messages are Vietnamese sentences that say what to do.

MotcuaError
├── SettingsInvalid      a setting cannot be used
├── DatabaseUnusable     the database cannot be opened, read or brought up to date
├── CatalogueUnusable    not one record could be loaded
├── EmbeddingsUnusable   the sentence model cannot be loaded
├── EngineUnavailable    the engine did not answer in time, or not in the agreed form
├── EngineNotStarted     the engine process could not be started
├── ZaloNotConnected     there is no token pair, or it can neither be read nor renewed
├── StaffRefused         somebody may not log in, or an account cannot be made or changed
├── TrainingFailed       Rasa could not train a model
└── PortTaken            another program listens where we want to
"""


class MotcuaError(Exception):
    """Base of all errors that are shown to a person as they are."""


class SettingsInvalid(MotcuaError):
    """A setting cannot be used."""


class DatabaseUnusable(MotcuaError):
    """The database cannot be opened, read or brought up to date."""


class CatalogueUnusable(MotcuaError):
    """Not one record could be loaded."""


class EmbeddingsUnusable(MotcuaError):
    """The sentence model cannot be loaded."""


class EngineUnavailable(MotcuaError):
    """The engine did not answer in time, or not in the agreed form."""


class EngineNotStarted(MotcuaError):
    """The engine process could not be started."""


class TrainingFailed(MotcuaError):
    """Rasa could not train a model."""


class PortTaken(MotcuaError):
    """Another program listens where we want to."""


class ZaloNotConnected(MotcuaError):
    """There is no token pair for Zalo, or it can neither be read nor renewed."""


class StaffRefused(MotcuaError):
    """Somebody may not log in, or an account cannot be made or changed."""
