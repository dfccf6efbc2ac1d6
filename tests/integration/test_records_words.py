"""Each turn is found by its words and by what it is, as that is now."""

from sqlalchemy import Engine, text

from bot.records.database import upgrade
from bot.records.takeover.tables import Feedback, Handoff
from bot.records.talks.words import KEY, facet, words_of
from bot.reply import FeedbackDraft, Reply, TextBlock
from tests.integration.records_kit import answer_all, claimed, inbox_of, incoming, rows, turn_for


def found(database: Engine, *words: str) -> list[int]:
    """Return the turns that have all ``words``."""
    kind = database.dialect.name
    query = {
        "sqlite": "SELECT rowid FROM turn_words WHERE turn_words MATCH :query ORDER BY rowid",
        "postgresql": "SELECT turn_id FROM turn_words WHERE words @@ (:query)::tsquery ORDER BY 1",
    }[kind]
    joined = " AND ".join(f'"{word}"' for word in words)
    if kind == "postgresql":
        joined = " & ".join(f"'{word}'" for word in words)
    with database.begin() as db:
        return list(db.execute(text(query), {"query": joined}).scalars())


def test_a_turn_is_found_without_accents_and_by_the_name_of_its_procedure(
    database: Engine,
) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("Vợ em mới SINH BÉ"))
    answer_all(inbox)
    assert found(database, *words_of("sính be")) == [1]
    assert found(database, *words_of("dang ky khai sinh")) == [1]
    assert found(database, "ket", "hon") == []


def test_a_turn_is_found_by_what_it_is(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming())
    assert inbox.finish("w", turn_for(claimed(inbox), commune="phường Phan Đình Phùng"))
    for name, value in (
        ("channel", "web"),
        ("outcome", "answered"),
        ("aspect", "fee"),
        ("procedure", "1.001193"),
        ("commune", "phường Phan Đình Phùng"),
    ):
        assert found(database, facet(name, value)) == [1], name
    assert found(database, facet("outcome", "unmet")) == []


def test_what_a_citizen_says_of_an_answer_changes_how_it_is_found(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming())
    answer_all(inbox)
    assert found(database, facet("review", "wanted")) == []
    thanks = (TextBlock(text="Dạ"),)
    for rating in ("up", "down"):
        inbox.accept(incoming())
        said = FeedbackDraft(rating=rating, reason="wrong_procedure")
        reply = Reply(outcome="smalltalk", blocks=thanks, feedback=said)
        assert inbox.finish("w", turn_for(claimed(inbox), reply=reply))
    assert found(database, facet("rating", "down"), facet("review", "wanted")) == [1]
    assert rows(database, Feedback) == 1


def test_who_asks_for_a_person_twice_stands_in_the_queue_once(database: Engine) -> None:
    inbox = inbox_of(database)
    for _ in range(2):
        inbox.accept(incoming("cho gặp cán bộ"))
        reply = Reply(outcome="handoff", blocks=(TextBlock(text="Dạ"),), wants_person=True)
        assert inbox.finish("w", turn_for(claimed(inbox), reply=reply))
    assert rows(database, Handoff) == 1


def test_turns_of_before_the_search_are_found_after_the_next_start(database: Engine) -> None:
    inbox = inbox_of(database)
    for number in range(3):
        inbox.accept(incoming(f"câu {number}"))
    answer_all(inbox)
    with database.begin() as db:
        db.execute(text(f"DELETE FROM turn_words WHERE {KEY[database.dialect.name]} >= 2"))
    upgrade(database)
    assert found(database, "cau") == [1, 2, 3]


def test_words_that_look_like_a_query_are_only_words(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("a' | b* \" OR 1=1 -- NEAR(x) : !"))
    answer_all(inbox)
    assert found(database, "or", "1", "near") == [1]


def test_a_word_of_any_length_is_stored_and_found(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("dài " + "a" * 9000))
    answer_all(inbox)
    assert found(database, *words_of("a" * 9000)) == [1]
