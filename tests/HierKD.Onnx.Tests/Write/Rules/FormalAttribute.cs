namespace HierKD.Onnx.Tests.Write;

/// <summary>An attribute as an operator declares it.</summary>
/// <param name="Kind">ONNX's number for the kind of its value.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record FormalAttribute(int Kind, bool IsRequired)
{
    private static readonly Dictionary<char, int> Kinds = new() { ['f'] = 1, ['i'] = 2, ['s'] = 3, ['F'] = 6, ['I'] = 7, ['S'] = 8 };

    /// <summary>Reads a kind with <c>!</c> behind it if it is required: f, i, s for one value, F, I, S for a list.</summary>
    public static FormalAttribute Parse(string text) => new(Kinds[text[0]], text.EndsWith('!'));
}
