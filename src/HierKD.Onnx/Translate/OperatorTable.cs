using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace HierKD.Onnx;

/// <summary>All native functions that the export knows, by name.</summary>
internal sealed class OperatorTable
{
    private readonly FrozenDictionary<string, Operator> _operators;

    private OperatorTable(IEnumerable<Operator> operators) => _operators = operators.ToFrozenDictionary(o => o.Function);

    public static OperatorTable Instance { get; } = new(
    [
        .. Convolutions.All, .. Normalizations.All, .. Activations.All, .. Pooling.All, .. Arithmetic.All, .. Products.All, .. Shapes.All,
        .. Slicing.All, .. Assignments.All, .. Splitting.All, .. Reductions.All, .. Statistics.All, .. Orders.All,
        .. Attention.All, .. Resizing.All, .. Identities.All, .. Lookups.All,
        .. Comparisons.All, .. Recurrences.All, .. Functions.All, .. Combinations.All, .. Remainders.All, .. Scatters.All, .. Windows.All,
    ]);

    public IEnumerable<Operator> Operators => _operators.Values;

    public bool TryFind(string function, [NotNullWhen(true)] out Operator? found) => _operators.TryGetValue(function, out found);
}
