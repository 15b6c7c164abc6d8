using Catalog;

namespace Reports;

public static class PriceReport
{
    public static string Write(IEnumerable<Product> products)
    {
        Table table = new();
        foreach (Product product in products.OrderBy(product => product.Price))
        {
            table.Row(product.Name, product.Price);
        }

        return table.ToString();
    }
}
