provider "google" {
  project = var.google_project
}
