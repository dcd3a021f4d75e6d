from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("orders/<int:order_id>", views.show_order, name="order"),
    path("orders/<int:order_id>/pay", views.pay, name="pay"),
    path("orders/<int:order_id>/cancel", views.cancel, name="cancel"),
    path("webhook/payment", views.webhook, name="webhook"),
    path("webhook/count", views.count, name="count"),
]
