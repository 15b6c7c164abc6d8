namespace Server;

public static class Desk
{
    public static int Read(Messages.V1.OrderPlaced order) => order.Number;
}
