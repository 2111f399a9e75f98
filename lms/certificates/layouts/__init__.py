"""What an office lays down about its 修了証書: layouts with their versions, pictures, permitted seals, characters."""
