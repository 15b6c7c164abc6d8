using Catalog;

namespace Orders;

public sealed record OrderLine(Product Product, int Count)
{
    public decimal Total => Product.Price * Count;
}
