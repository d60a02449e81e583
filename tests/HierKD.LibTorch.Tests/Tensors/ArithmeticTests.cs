namespace HierKD.LibTorch.Tests.Tensors;

/// <summary>Pointwise operators against System.Math.</summary>
public sealed class ArithmeticTests : ScopedTest
{
    private static readonly double[] Points = [-2.5, -1, -0.3, 0, 0.4, 1, 3.75];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Engine, Func<double, double> Math)> Functions = new()
    {
        ["abs"] = (x => x.abs(), Math.Abs),
        ["neg"] = (x => x.neg(), v => -v),
        ["exp"] = (x => x.exp(), Math.Exp),
        ["log"] = (x => x.log(), Math.Log),
        ["sqrt"] = (x => x.sqrt(), Math.Sqrt),
        ["rsqrt"] = (x => x.rsqrt(), v => 1 / Math.Sqrt(v)),
        ["square"] = (x => x.square(), v => v * v),
        ["sign"] = (x => x.sign(), v => Math.Sign(v)),
        ["sigmoid"] = (x => x.sigmoid(), v => 1 / (1 + Math.Exp(-v))),
        ["tanh"] = (x => x.tanh(), Math.Tanh),
        ["relu"] = (x => x.relu(), v => Math.Max(v, 0)),
        ["pow 3"] = (x => x.pow(3), v => v * v * v),
        ["clamp"] = (x => x.clamp(-1, 2), v => Math.Clamp(v, -1, 2)),
        ["clamp from below"] = (x => x.clamp(min: -1), v => Math.Max(v, -1)),
        ["clamp from above"] = (x => x.clamp(max: 1), v => Math.Min(v, 1)),
        ["static abs"] = (x => abs(x), Math.Abs),
        ["static exp"] = (x => exp(x), Math.Exp),
        ["static sqrt"] = (x => sqrt(x), Math.Sqrt),
        ["scalar minus tensor"] = (x => 2 - x, v => 2 - v),
        ["scalar over tensor"] = (x => 2 / x, v => 2 / v),
        ["tensor over scalar"] = (x => x / 4, v => v / 4),
        ["isnan"] = (x => x.sqrt().isnan(), v => v < 0 ? 1 : 0),
        ["isinf"] = (x => (1 / x).isinf(), v => v == 0 ? 1 : 0),
        ["isfinite"] = (x => x.log().isfinite(), v => v > 0 ? 1 : 0),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_System_Math(string name)
    {
        var (engine, math) = Functions[name];
        TensorAssert.Equal(Points.Select(math).ToArray(), engine(tensor(Points)), 1e-14);
    }

    [Fact]
    public void In_place_functions_change_their_tensor()
    {
        var x = tensor(new[] { 1.0, 4.0 });
        x.sqrt_();
        TensorAssert.Equal([1, 2], x);
        x.pow_(3);
        TensorAssert.Equal([1, 8], x);
        x.neg_();
        x.abs_();
        x.clamp_(2, 5);
        TensorAssert.Equal([2, 5], x);
        x.sub_(1);
        x.div_(2);
        TensorAssert.Equal([0.5, 2], x);
        x.zero_();
        TensorAssert.Equal([0, 0], x);
        x.fill_(3);
        x.mul_(tensor(new[] { 2.0, 3.0 }));
        TensorAssert.Equal([6, 9], x);
    }

    [Fact]
    public void Add_takes_a_factor()
    {
        var x = tensor(new[] { 1.0, 2.0 });
        var y = tensor(new[] { 10.0, 20.0 });
        TensorAssert.Equal([6, 12], x.add(y, 0.5));
        x.add_(y, -1);
        TensorAssert.Equal([-9, -18], x);
    }

    [Fact]
    public void Fused_updates()
    {
        var x = tensor(new[] { 1.0, 2.0 });
        var a = tensor(new[] { 3.0, 4.0 });
        var b = tensor(new[] { 2.0, 8.0 });
        x.addcmul_(a, b, 0.5);
        TensorAssert.Equal([4, 18], x);
        x.addcdiv_(a, b, 2);
        TensorAssert.Equal([7, 19], x);
        TensorAssert.Equal([6, 16.25], x.lerp(a, tensor(new[] { 0.25, 0.1833333333333333 })), 1e-9);
    }

    [Fact]
    public void Shapes_broadcast()
    {
        var column = tensor(new[] { 1.0, 2.0 }, [2, 1]);
        var row = tensor(new[] { 10.0, 20.0, 30.0 });
        TensorAssert.Equal([2, 3], [11, 21, 31, 12, 22, 32], column + row);
        TensorAssert.Equal([2, 3], [10, 20, 30, 20, 40, 60], column * row);
    }

    [Fact]
    public void Types_are_promoted()
    {
        var whole = tensor(new[] { 3L, 4L });
        Assert.Equal(ScalarType.Float32, (whole * tensor(new[] { 0.5f })).dtype);
        Assert.Equal(ScalarType.Float64, (tensor(new[] { 1f }) + tensor(new[] { 1.0 })).dtype);
        Assert.Equal(ScalarType.Float32, (whole / 2).dtype);
        Assert.Equal(ScalarType.Int64, (whole * 2).dtype);
        TensorAssert.Equal([1.5, 2], whole / 2);
    }

    [Fact]
    public void Comparisons_give_booleans()
    {
        var x = tensor(new[] { 1.0, 2.0, 3.0 });
        var y = tensor(new[] { 3.0, 2.0, 1.0 });
        Assert.Equal(ScalarType.Bool, x.eq(y).dtype);
        TensorAssert.Equal([0, 1, 0], x.eq(y));
        TensorAssert.Equal([1, 0, 1], x.ne(y));
        TensorAssert.Equal([1, 0, 0], x < y);
        TensorAssert.Equal([1, 1, 0], x <= y);
        TensorAssert.Equal([0, 0, 1], x > 2);
        TensorAssert.Equal([0, 1, 1], x.ge(2));
        TensorAssert.Equal([0, 1, 1], (x >= y));
    }

    [Fact]
    public void Logic()
    {
        var a = tensor(new[] { true, true, false, false });
        var b = tensor(new[] { true, false, true, false });
        TensorAssert.Equal([1, 0, 0, 0], a.logical_and(b));
        TensorAssert.Equal([1, 1, 1, 0], a.logical_or(b));
        TensorAssert.Equal([0, 0, 1, 1], a.logical_not());
        TensorAssert.Equal([1, 0, 0, 0], a & b);
        TensorAssert.Equal([1, 1, 1, 0], a | b);
        TensorAssert.Equal([0, 0, 1, 1], ~a);
        Assert.True(a.any().item<bool>());
        Assert.False(a.all().item<bool>());
        TensorAssert.Equal([1, 0], a.reshape(2, 2).any(1));
    }

    [Fact]
    public void Closeness()
    {
        var x = tensor(new[] { 1.0, double.NaN });
        Assert.False(x.allclose(x));
        Assert.True(x.allclose(x, equal_nan: true));
        Assert.True(tensor(1.0).allclose(tensor(1.0 + 1e-9)));
        Assert.False(tensor(1.0).allclose(tensor(1.001)));
        Assert.True(tensor(1.0).allclose(tensor(1.001), rtol: 0.01));
    }
}
