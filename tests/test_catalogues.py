"""What the console says in Chinese is compiled, and said in one way."""

from tests import catalogues


def test_the_compiled_catalogues_are_what_was_written() -> None:
    for file in catalogues.catalogues():
        compiled = catalogues.texts(catalogues.read_compiled(file))
        assert compiled == catalogues.texts(catalogues.read(file)), file


def test_a_text_is_said_in_one_way_only() -> None:
    said: dict[str, str] = {}
    for file in catalogues.catalogues():
        for text, translation in catalogues.texts(catalogues.read(file)).items():
            assert said.setdefault(text, translation) == translation, (file.parts[-4], text)
