"""Addresses of this room."""

from django.urls import path

from lms.records.views import completions, confirming, drills, equivalences, sessions, surveys

urlpatterns = [
    path("", completions.completions, name="completions"),
    path("new/", completions.completion_record, name="completion_record"),
    path("waiting/", confirming.sheets_waiting, name="sheets_waiting"),
    path("waiting/<int:pk>/", confirming.sheet_waiting, name="sheet_waiting"),
    path("waiting/<int:pk>/confirm/", confirming.sheet_confirm, name="sheet_confirm"),
    path("waiting/<int:pk>/send-back/", confirming.sheet_send_back, name="sheet_send_back"),
    path("setting/", confirming.records_setting, name="records_setting"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new/", sessions.session_new, name="session_new"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/change/", sessions.session_change, name="session_change"),
    path("sessions/<int:pk>/call-off/", sessions.session_call_off, name="session_call_off"),
    path("sessions/<int:pk>/people/<int:person>/strike/", sessions.session_strike, name="session_strike"),
    path("sessions/<int:pk>/roll/", sessions.session_roll, name="session_roll"),
    path("sessions/<int:pk>/attendance/", sessions.session_attendance, name="session_attendance"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/offices/<slug:office>/", surveys.survey_of_office, name="survey_of_office"),
    path("surveys/courses/<int:pk>/", surveys.survey_of_course, name="survey_of_course"),
    path("surveys/courses/<int:pk>/withdraw/", surveys.survey_withdraw, name="survey_withdraw"),
    path("equivalences/", equivalences.equivalences, name="equivalences"),
    path("equivalences/<int:pk>/end/", equivalences.equivalence_end, name="equivalence_end"),
    path("drills/", drills.drills, name="drills"),
    path("drills/<int:pk>/", drills.drill, name="drill"),
    path("drills/<int:pk>/departments/", drills.drill_departments, name="drill_departments"),
    path("drills/<int:pk>/withdraw/", drills.drill_withdraw, name="drill_withdraw"),
]
