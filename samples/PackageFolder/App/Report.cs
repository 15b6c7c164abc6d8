namespace App;

public static class Report
{
    public static void Write(string line)
    {
        Serilog.Log.Information("{Line}", line);
        Spectre.Console.AnsiConsole.WriteLine(line);
    }
}
