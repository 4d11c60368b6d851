"""Reading of vocabularies: one module per form in which publishers write them, and the table of forms in ``form``."""
