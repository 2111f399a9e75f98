"""Forms of signing in."""

from allauth.account.forms import ChangePasswordForm, LoginForm


class SignInForm(LoginForm):
    """職員番号 and password."""


class PasswordChangeForm(ChangePasswordForm):
    """Old and new password."""
