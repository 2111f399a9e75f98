"""Take in a file of staff."""

from lms.importing.command import DatedImportCommand
from lms.importing.models import ImportBatch


class Command(DatedImportCommand):
    help = "職員と発令のファイルを取り込みます。--apply を付けるまでは、何が変わるかを示すだけです。"
    kind = ImportBatch.Kind.STAFF
    name = "import_staff"
