"""Take in a file of roles."""

from lms.importing.command import ImportCommand
from lms.importing.models import ImportBatch


class Command(ImportCommand):
    help = "役割の指定のファイルを取り込みます。--apply を付けるまでは、何が変わるかを示すだけです。"
    kind = ImportBatch.Kind.ROLES
    name = "import_roles"
