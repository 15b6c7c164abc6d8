using System.Text;

namespace Reports;

public sealed class Table
{
    private readonly StringBuilder _text = new();

    public Table Row(string label, decimal amount)
    {
        _text.AppendLine($"{label,-20}{amount,10:0.00}");
        return this;
    }

    public override string ToString() => _text.ToString();
}
