"""What people ask the offices; all else that they do is written down in the rooms below."""

from lms.learning.enquiries.enquiry import Enquiry

__all__ = ["Enquiry"]
