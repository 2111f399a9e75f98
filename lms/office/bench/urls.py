"""The product's addresses and, only here, the page that they are held against."""

from django.urls import path

from lms.office.bench.yardstick import ADDRESS, smallest
from lms.urls import urlpatterns as product

urlpatterns = [path(ADDRESS.removeprefix("/"), smallest), *product]
