using HierKD.Models;
using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>Whether a forward may call matmul, of which TorchSharp does not catch what libtorch says.</summary>
public sealed class MatrixProductsTests : ScopedTest
{
    private interface IMix
    {
        Tensor Of(Tensor x);
    }

    [Fact]
    public void Convolutional_networks_are_read_to_their_end_and_call_none()
    {
        nn.Module[] networks =
        [
            CifarResNet.ResNet20(), VggBn.FashionMnist(), MobileNetV2.Cifar(width: 0.25), SqueezeNet.SqueezeNet10(width: 0.25),
            new UNet([4, 8], 2), nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()), new Run.TinyNet(),
        ];
        Assert.All(networks, network => Assert.False(MatrixProducts.MayBeCalled(network, null), network.GetType().Name));
        var first = (nn.Module<Tensor, Tensor>)networks[0];
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> forward = x => [.. x.Select(t => first.call(t))];
        Assert.False(MatrixProducts.MayBeCalled(networks[0], forward));
    }

    [Fact]
    public void A_call_is_found_wherever_it_is()
    {
        var plain = new Run.TinyNet();
        Assert.True(MatrixProducts.MayBeCalled(new Direct(), null));
        Assert.True(MatrixProducts.MayBeCalled(new ThroughFunction(), null));
        Assert.True(MatrixProducts.MayBeCalled(new ThroughIterator(), null));
        Assert.True(MatrixProducts.MayBeCalled(new ThroughQuery(), null));
        Assert.True(MatrixProducts.MayBeCalled(new Derived(), null));
        Assert.True(MatrixProducts.MayBeCalled(nn.Sequential(plain, new Direct()), null));
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> forward = x => [torch.matmul(plain.call(x[0]), x[1])];
        Assert.True(MatrixProducts.MayBeCalled(plain, forward));
    }

    [Fact]
    public void What_cannot_be_read_counts_as_one()
    {
        Assert.True(MatrixProducts.MayBeCalled(new ThroughDelegate(x => x.relu()), null));
        Assert.True(MatrixProducts.MayBeCalled(new ThroughInterface(new Doubled()), null));
    }

    [Fact]
    public void Such_a_network_hands_on_its_own_type_and_is_computed_in_bfloat16()
    {
        using var net = new Direct();
        using var input = rand(4, 3, 6, 6);
        using var labels = zeros(4, int64);
        using var session = HierarchicalPruner.Start(
            net, input, new() { Discovery = new() { PruneFirstLayer = true }, Precision = ComputePrecision.BFloat16 });
        Assert.True(double.IsFinite(session.Backward(input, labels)[0].Total));
        Assert.NotEmpty(net.Meets);
        Assert.All(net.Meets, type => Assert.Equal(float32, type));
    }

    private abstract class Net(string name) : nn.Module<Tensor, Tensor>(name)
    {
        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return Mixed(input.flatten(1)).MoveToOuterDisposeScope();
        }

        protected virtual Tensor Mixed(Tensor x) => x;
    }

    private sealed class Direct : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d first = nn.Conv2d(3, 5, 3);
        private readonly Conv2d second = nn.Conv2d(5, 4, 3);

        public Direct()
            : base(nameof(Direct)) => RegisterComponents();

        public List<ScalarType> Meets { get; } = [];

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var features = second.call(first.call(input).relu()).flatten(1);
            Meets.Add(features.dtype);
            return features.matmul(ones(16, 2)).MoveToOuterDisposeScope();
        }
    }

    private sealed class Derived() : Net(nameof(Derived))
    {
        protected override Tensor Mixed(Tensor x) => torch.matmul(x, x.t());
    }

    private sealed class ThroughFunction() : Net(nameof(ThroughFunction))
    {
        protected override Tensor Mixed(Tensor x) => Products.Square<int>(x);
    }

    private sealed class ThroughIterator() : Net(nameof(ThroughIterator))
    {
        protected override Tensor Mixed(Tensor x) => Products.All(x).First();
    }

    private sealed class ThroughQuery() : Net(nameof(ThroughQuery))
    {
        protected override Tensor Mixed(Tensor x) => x.unbind(0).Select(row => row.matmul(row)).First();
    }

    private sealed class ThroughDelegate(Func<Tensor, Tensor> mix) : Net(nameof(ThroughDelegate))
    {
        protected override Tensor Mixed(Tensor x) => mix(x);
    }

    private sealed class ThroughInterface(IMix mix) : Net(nameof(ThroughInterface))
    {
        protected override Tensor Mixed(Tensor x) => mix.Of(x);
    }

    private sealed class Doubled : IMix
    {
        public Tensor Of(Tensor x) => x * 2;
    }

    private static class Products
    {
        public static Tensor Square<T>(Tensor x) => typeof(T) == typeof(int) ? x.matmul(x.t()) : x;

        public static IEnumerable<Tensor> All(Tensor x)
        {
            yield return x.matmul(x.t());
        }
    }
}
