"""Take in a file of departments."""

from lms.importing.command import DatedImportCommand
from lms.importing.models import ImportBatch


class Command(DatedImportCommand):
    help = "所属のファイルを取り込みます。--apply を付けるまでは、何が変わるかを示すだけです。"
    kind = ImportBatch.Kind.DEPARTMENTS
    name = "import_departments"
