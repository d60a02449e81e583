namespace HierKD;

/// <summary>Finds the names that somebody may have meant.</summary>
internal static class NearNames
{
    private const int Shown = 5;

    /// <summary>The names nearest to one that does not exist, by the number of letters to change, as text.</summary>
    public static string Of(string name, IEnumerable<string> names) =>
        string.Join(", ", names.OrderBy(n => Distance(name, n)).Take(Shown).Select(n => $"'{n}'"));

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
