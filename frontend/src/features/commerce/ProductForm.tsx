import {
  Alert,
  Button,
  Checkbox,
  Group,
  Image,
  NumberInput,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { formErrors } from '@/api/problem';
import { editsOf } from '@/kit/edits';
import type { Money } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { MoneyInput, UploadButton, useFollowing, useUi, useWrite } from '@/ui';
import { useImageUrl } from './image';
import { useT } from './messages';
import type { Product } from './types';

interface Values {
  name: string;
  sku: string;
  slug: string;
  price: Money;
  compare_price: Money;
  stock: number | null;
  image_key: string;
  description: string;
  active: boolean;
}

function initial(product?: Product): Values {
  return {
    name: product?.name ?? '',
    sku: product?.sku ?? '',
    slug: product?.slug ?? '',
    price: product?.price ?? null,
    compare_price: product?.compare_price ?? null,
    stock: product ? product.stock : 0,
    image_key: product?.image_key ?? '',
    description: product?.description ?? '',
    active: product?.active ?? true,
  };
}

/** Create a product, or edit the one given; its stock then changes by adjustments only. */
export function ProductForm(props: { product?: Product; onDone: (product: Product) => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const { product } = props;
  const form = useForm<Values>({
    mode: 'controlled',
    initialValues: initial(product),
    validate: {
      name: (value) => (value.trim() ? null : t('nameNeeded')),
      price: (value) => (value === null ? t('priceNeeded') : null),
    },
  });
  const take = useFollowing(form, initial(product));
  const write = useWrite<Values, Product>({
    run: ({ stock, ...values }) =>
      product
        ? api.patch<Product>(
            `/products/${product.id}`,
            editsOf(form.getInitialValues(), { ...values, stock }),
          )
        : api.post<Product>('/products', { ...values, stock }),
    refresh: [key('products')],
    done: product ? t('productSaved') : t('productCreated'),
    onDone: (saved) => {
      take(initial(saved));
      props.onDone(saved);
    },
    onError: (error) => {
      const errors = formErrors(error);
      form.setErrors(errors);
      return Object.keys(errors).length > 0;
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => write.mutate(values))} noValidate>
      <Stack>
        {form.errors[''] && <Alert color="red">{form.errors['']}</Alert>}
        <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <MoneyInput label={t('price')} required {...form.getInputProps('price')} />
          <MoneyInput label={t('comparePrice')} {...form.getInputProps('compare_price')} />
          <TextInput label={t('sku')} {...form.getInputProps('sku')} />
          <TextInput
            label={t('slug')}
            placeholder={t('slugHint')}
            {...form.getInputProps('slug')}
          />
        </SimpleGrid>
        {!product && (
          <Stack gap="xs">
            <Checkbox
              label={t('endlessLabel')}
              checked={form.values.stock === null}
              onChange={(event) =>
                form.setFieldValue('stock', event.currentTarget.checked ? null : 0)
              }
            />
            {form.values.stock !== null && (
              <NumberInput
                label={t('startStock')}
                min={0}
                allowDecimal={false}
                thousandSeparator="."
                decimalSeparator=","
                maw={200}
                {...form.getInputProps('stock')}
              />
            )}
          </Stack>
        )}
        <ImageField
          imageKey={form.values.image_key}
          onChange={(image) => form.setFieldValue('image_key', image)}
          error={form.errors.image_key}
        />
        <Textarea
          label={t('description')}
          autosize
          minRows={3}
          {...form.getInputProps('description')}
        />
        <Switch label={t('active')} {...form.getInputProps('active', { type: 'checkbox' })} />
        <Button type="submit" loading={write.isPending} style={{ alignSelf: 'flex-start' }}>
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}

function ImageField(props: {
  imageKey: string;
  onChange: (key: string) => void;
  error: React.ReactNode;
}) {
  const t = useT();
  const imageUrl = useImageUrl();
  const [shown, setShown] = useState(imageUrl(props.imageKey));
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {t('image')}
      </Text>
      <Group>
        {shown && <Image src={shown} alt={t('image')} w={96} h={96} radius="md" fit="cover" />}
        <Stack gap={6}>
          <Group gap="xs">
            <UploadButton
              label={shown ? t('changeImage') : t('uploadImage')}
              size="xs"
              accept="image/png,image/jpeg,image/webp"
              onDone={({ key, url }) => {
                props.onChange(key);
                setShown(url);
              }}
            />
            {shown && (
              <Button
                variant="subtle"
                color="gray"
                size="xs"
                onClick={() => {
                  props.onChange('');
                  setShown(null);
                }}
              >
                {t('removeImage')}
              </Button>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {t('imageHint')}
          </Text>
          {props.error && (
            <Text size="xs" c="red">
              {props.error}
            </Text>
          )}
        </Stack>
      </Group>
    </Stack>
  );
}
