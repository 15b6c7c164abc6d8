namespace Client;

public static class Shop
{
    public static object Order(string customer) => new Messages.V1.OrderPlaced(1, customer);
}
