using Catalog;
using Orders;
using Reports;

PriceList prices = new(
[
    new Product("T-1", "Tea", 4.20m),
    new Product("C-1", "Coffee", 6.90m),
    new Product("B-7", "Biscuits", 2.35m),
]);

Console.Write(PriceReport.Write(prices.Below(5m)));

Order order = new Order().With(prices["T-1"], 2).With(prices["B-7"], 3);
Console.WriteLine($"{order.Lines.Count} lines, {order.Total:0.00}");
