"""All that the console says it can say in Chinese, in one way, and compiled."""

from tests import catalogues


def test_every_text_has_a_translation() -> None:
    missing = catalogues.missing()
    assert not missing, "\n".join(f"{where}: {text!r}" for text, where in missing.items())


def test_the_compiled_catalogues_are_what_was_written() -> None:
    for file in catalogues.catalogues():
        compiled = catalogues.texts(catalogues.read_compiled(file))
        assert compiled == catalogues.texts(catalogues.read(file)), file


def test_a_text_is_said_in_one_way_only() -> None:
    said: dict[str, str] = {}
    for file in catalogues.catalogues():
        for text, translation in catalogues.texts(catalogues.read(file)).items():
            assert said.setdefault(text, translation) == translation, (file.parts[-4], text)
