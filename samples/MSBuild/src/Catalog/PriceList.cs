namespace Catalog;

public sealed class PriceList
{
    private readonly Dictionary<string, Product> _products = new(StringComparer.Ordinal);

    public PriceList(IEnumerable<Product> products)
    {
        foreach (Product product in products)
        {
            _products.Add(product.Number, product);
        }
    }

    public Product this[string number] => _products[number];

    public IEnumerable<Product> Below(decimal price) => _products.Values.Where(product => product.Price < price);
}
