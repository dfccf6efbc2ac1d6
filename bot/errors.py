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
├── CannedRefused        a text to insert cannot be kept or changed
├── HandoffRefused       a conversation cannot be taken over, answered, handed over or given back
├── NeedRefused          a need cannot be taken, moved, merged or answered
├── ReviewRefused        a verdict does not fit its turn, or a label or proposal its list
├── NoteRefused          a note among staff cannot be kept
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


class CannedRefused(MotcuaError):
    """A text to insert cannot be kept or changed."""


class ReviewRefused(MotcuaError):
    """A verdict does not fit its turn, or a label or a proposal cannot be made or decided."""


class HandoffRefused(MotcuaError):
    """A conversation cannot be taken over, answered, handed over or given back."""


class NeedRefused(MotcuaError):
    """A need cannot be taken, moved, merged or answered."""


class NoteRefused(MotcuaError):
    """A note among staff cannot be kept; ``login`` is who cannot be called."""

    def __init__(self, sentence: str, login: str = "") -> None:
        super().__init__(sentence.format(login=login))
        self.sentence, self.login = sentence, login
