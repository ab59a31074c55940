print("lanyard-publish")
