import pytest

from api.query_text import calls_service, names_dataset


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service <http://127.0.0.1/> {} }",
        "SELECT * {SERVICE<http://127.0.0.1/>{}}",
        "SELECT * { SERVICE SILENT <http://127.0.0.1/> {} }",
        "SELECT * { SERVICE\n\tsilent\n<http://127.0.0.1/> {} }",
        "SELECT * { SERVICE ?where {} }",
        "SELECT * { SERVICE $where {} }",
        "PREFIX ex: <http://127.0.0.1/> SELECT * { SERVICE ex:sparql {} }",
        "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE :sparql {} }",
        "SELECT * { SERVICE # away\n <http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p ?o.SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { VALUES ?x {true}SERVICE <http://127.0.0.1/> {} }",
        # what looks like an IRI, a comment or a string and is none
        "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE#>\n<http://127.0.0.1/>{ ?s ?p ?o } }",
        'SELECT * { ?s ?p ?o FILTER(1<2#>"""\n)SERVICE <http://127.0.0.1/> {}#"""\n }',
        "SELECT * { ?s ?p ex:a\\#. SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p ex:it\\'s . SERVICE <http://127.0.0.1/> {} # '\n }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1/> {} }",
        "SELECT * { S\\U00000045RVICE <http://127.0.0.1/> {} }",
    ],
)
def test_a_call_of_another_service_is_seen(query: str) -> None:
    assert calls_service(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s a dcat:DataService }",
        "SELECT * { ?service dcat:servesDataset ?dataset FILTER(?service < 5) }",
        "SELECT ?service { ?service ?p ?o }",
        "SELECT * { ?s dcat:service ?x ; dct:title 'Service des eaux' }",
        "SELECT * { <http://example.org/service> ?p ?o }",
        "SELECT * { ?s foaf:page <https://example.org/services?service=WMS> }",
        "SELECT * { ?s ?p '\\u00e9t\\u00e9' }",
    ],
)
def test_other_uses_of_the_word_are_not(query: str) -> None:
    assert not calls_service(query)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * FROM <http://example.org/g> { ?s ?p ?o }", True),
        ("SELECT * from named <http://example.org/g> { ?s ?p ?o }", True),
        ("DESCRIBE ?s FROM<http://example.org/g> { ?s ?p ?o }", True),
        ("SELECT ?from { ?from ?p 'from <x>' } # FROM <y>", False),
        ('SELECT * { ?s ex:from """a "FROM" b""" , "it\\"s FROM", \'FROM\' }', False),
        ("SELECT * { <http://example.org/FROM> ?p ?o }", False),
    ],
)
def test_a_dataset_clause_is_seen(query: str, named: bool) -> None:
    assert names_dataset(query) is named


@pytest.mark.parametrize("part", ["a", "a.", "SERVICE ", "SERVICE#", "<", "'", '"""', "{", "\\u", "?", "ex:", "#\n"])
def test_long_texts_are_read_in_no_time(part: str) -> None:
    text = part * (256 * 1024 // len(part))
    assert calls_service(text) in (True, False)
    assert names_dataset(text) is False
