using Catalog;

namespace Orders;

public sealed class Order
{
    private readonly List<OrderLine> _lines = [];

    public IReadOnlyList<OrderLine> Lines => _lines;

    public decimal Total => _lines.Sum(line => line.Total);

    public Order With(Product product, int count)
    {
        _lines.Add(new OrderLine(product, count));
        return this;
    }
}
