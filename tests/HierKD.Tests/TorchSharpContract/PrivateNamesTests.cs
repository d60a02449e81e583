using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>
/// The private names of TorchSharp that the library reaches. A version that lacks one of them cannot be supported as it is.
/// </summary>
[Trait("Category", "PrivateNames")]
public sealed class PrivateNamesTests : ScopedTest
{
    public static TheoryData<Type, string> Contract
    {
        get
        {
            var data = new TheoryData<Type, string>();
            foreach (var (type, property) in ShapeProperties.Contract) data.Add(type, property);
            return data;
        }
    }

    [Fact]
    public void The_contract_names_four_properties() => Assert.Equal(4, ShapeProperties.Contract.Count);

    [Theory]
    [MemberData(nameof(Contract))]
    public void Writing_through_the_field_changes_the_property(Type type, string property)
    {
        using nn.Module module =
            type == typeof(NormBase) ? BatchNorm2d(3) : type == typeof(TorchSharp.Modules.PReLU) ? PReLU(3) : Conv2d(3, 3, kernel_size: 1);
        var field = ShapeProperties.BackingField(type, property);
        field.SetValue(module, 41L);
        Assert.Equal(41L, type.GetProperty(property, BindingFlags.Instance | BindingFlags.Public)!.GetValue(module));
    }

    [Fact]
    public void A_convolution_accepts_inputs_of_the_channels_that_were_written()
    {
        using var layer = Conv2d(4, 6, kernel_size: 1, bias: false);
        using (no_grad()) layer.weight.set_(ones(2, 3, 1, 1));
        Assert.ThrowsAny<Exception>(() => layer.call(ones(1, 3, 1, 1)));
        ShapeProperties.Set(layer, outputs: 2, inputs: 3);
        TensorAssert.Close([3, 3], layer.call(ones(1, 3, 1, 1)), 0);
        Assert.Equal((2, 3), (layer.out_channels, layer.in_channels));
    }
}
