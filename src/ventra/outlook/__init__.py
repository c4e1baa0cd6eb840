"""The outlook: what rises, what comes next, and how sure that is; of products, categories and shops, made anew each night."""
