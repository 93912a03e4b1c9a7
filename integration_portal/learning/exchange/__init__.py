"""Question banks in and out: GIFT and Moodle XML. Pure: text in, questions and faults out."""

from .bank_file import bank_text
from .finishing import Defaults, Imported
from .foreign import Fault, UnreadableError
from .gift_reading import read_gift
from .gift_writing import write_gift
from .xml_reading import read_xml
from .xml_writing import write_xml

__all__ = [
    "Defaults",
    "Fault",
    "Imported",
    "UnreadableError",
    "bank_text",
    "read_gift",
    "read_xml",
    "write_gift",
    "write_xml",
]
