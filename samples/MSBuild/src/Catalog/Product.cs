namespace Catalog;

public sealed record Product(string Number, string Name, decimal Price);
