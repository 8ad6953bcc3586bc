"""HTTP, `/api/v1`: calls the services and says what they say."""
