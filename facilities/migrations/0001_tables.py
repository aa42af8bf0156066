import core.create_tables
import core.identifiers
import core.names
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('facilities', '0001_initial'), ('facilities', '0002_kinds_closures_and_dated_persons'), ('facilities', '0003_fill_name_keys')]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
    ]

    operations = [
        core.create_tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Kind',
                    fields=[
                        ('code', models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name='kode')),
                        ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                        ('name', models.CharField(max_length=80, verbose_name='nama')),
                        ('name_en', models.CharField(max_length=80, verbose_name='nama Inggris')),
                        ('group', models.CharField(choices=[('rs', 'Rumah sakit'), ('uptd', 'UPTD Dinas Kesehatan'), ('jejaring', 'Jejaring Puskesmas'), ('klinik', 'Klinik dan laboratorium'), ('farmasi', 'Farmasi dan alat kesehatan'), ('praktik', 'Praktik mandiri'), ('tradisional', 'Kesehatan tradisional'), ('pangan', 'Pangan dan air'), ('laik_sehat', 'Tempat umum'), ('lainnya', 'Lainnya')], max_length=12, verbose_name='kelompok')),
                        ('obligatory_types', models.JSONField(blank=True, default=list, verbose_name='izin wajib')),
                        ('checklist_kind', models.CharField(blank=True, default='', max_length=30, verbose_name='jenis daftar tilik')),
                        ('parent_kinds', models.JSONField(blank=True, default=list, verbose_name='jenis induk')),
                        ('is_independent', models.BooleanField(default=False, verbose_name='praktik mandiri')),
                        ('is_active', models.BooleanField(default=True, verbose_name='dipakai')),
                        ('source', models.CharField(blank=True, default='', max_length=200, verbose_name='sumber')),
                    ],
                    options={
                        'verbose_name': 'jenis fasilitas',
                        'verbose_name_plural': 'jenis fasilitas',
                        'ordering': ('position', 'code'),
                    },
                ),
                migrations.CreateModel(
                    name='Facility',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.CharField(default=core.identifiers.public_id, editable=False, max_length=24, unique=True, verbose_name='id publik')),
                        ('code', models.CharField(max_length=30, unique=True, verbose_name='kode')),
                        ('name', models.CharField(max_length=150, verbose_name='nama')),
                        ('name_key', core.names.NameKeyField(db_index=True, default='', editable=False, max_length=150)),
                        ('kind', models.CharField(max_length=24, verbose_name='jenis')),
                        ('ownership', models.CharField(choices=[('kota', 'Milik kota'), ('provinsi', 'Milik provinsi'), ('pusat', 'Milik pusat'), ('bumn', 'BUMN'), ('tni', 'TNI'), ('polri', 'POLRI'), ('swasta', 'Swasta'), ('organisasi', 'Organisasi'), ('perorangan', 'Perorangan')], max_length=12, verbose_name='kepemilikan')),
                        ('address', models.CharField(blank=True, default='', max_length=200, verbose_name='alamat')),
                        ('owner_name', models.CharField(blank=True, default='', max_length=120, verbose_name='pemilik')),
                        ('responsible_name', models.CharField(blank=True, default='', max_length=120, verbose_name='penanggung jawab')),
                        ('nib', models.CharField(blank=True, default='', max_length=13, verbose_name='NIB')),
                        ('phone', models.CharField(blank=True, default='', max_length=30, verbose_name='telepon')),
                        ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='lintang')),
                        ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='bujur')),
                        ('obligatory_types', models.JSONField(blank=True, default=list, help_text='Kode jenis izin yang wajib dimiliki: yang berlaku bagi jenisnya dan tambahan fasilitas ini.', verbose_name='izin wajib')),
                        ('checklist_kind', models.CharField(blank=True, default='', max_length=30, verbose_name='jenis daftar tilik')),
                        ('active_from', models.DateField(verbose_name='beroperasi sejak')),
                        ('active_until', models.DateField(blank=True, null=True, verbose_name='hari terakhir beroperasi')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('updated_at', models.DateTimeField(auto_now=True, db_index=True, verbose_name='diubah pada')),
                        ('is_demo', models.BooleanField(default=False, editable=False)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='network', to='facilities.facility', verbose_name='induk')),
                        ('region', models.ForeignKey(help_text='Kelurahan atau desa tempat fasilitas berada.', on_delete=django.db.models.deletion.PROTECT, related_name='facilities', to='accounts.region', verbose_name='kelurahan/desa')),
                    ],
                    options={
                        'verbose_name': 'fasilitas',
                        'verbose_name_plural': 'fasilitas',
                        'ordering': ('code',),
                        'indexes': [models.Index(fields=['kind', 'ownership'], name='facility_kind_owner')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('active_until__isnull', True), ('active_until__gte', models.F('active_from')), _connector='OR'), name='facility_closes_after_opening')],
                    },
                ),
                migrations.CreateModel(
                    name='FacilityClosure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('closed', 'Ditutup'), ('suspended', 'Dihentikan sementara')], max_length=10, verbose_name='jenis')),
                        ('starts_on', models.DateField(verbose_name='mulai')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='sampai')),
                        ('reason', models.CharField(max_length=300, verbose_name='alasan')),
                        ('recorded_at', models.DateTimeField()),
                        ('lifted_at', models.DateTimeField(blank=True, null=True)),
                        ('lift_reason', models.CharField(blank=True, default='', max_length=300, verbose_name='alasan dibuka')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('facility', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='facilities.facility', verbose_name='fasilitas')),
                        ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'penutupan fasilitas',
                        'verbose_name_plural': 'penutupan fasilitas',
                        'ordering': ('-starts_on', '-id'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='facility_closure_ends_after_start'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('withdrawn_at__isnull', True)), fields=('facility',), name='facility_one_open_closure')],
                    },
                ),
                migrations.CreateModel(
                    name='FacilityPerson',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='berlaku mulai')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
                        ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='catatan')),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('facility', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='persons_in_charge', to='facilities.facility', verbose_name='fasilitas')),
                        ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facilities', to=settings.AUTH_USER_MODEL, verbose_name='pengguna')),
                    ],
                    options={
                        'verbose_name': 'penanggung jawab fasyankes',
                        'verbose_name_plural': 'penanggung jawab fasyankes',
                        'ordering': ('facility', 'user', 'starts_on'),
                        'constraints': [models.UniqueConstraint(fields=('facility', 'user', 'starts_on'), name='facility_person_once'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('facility', 'user'), name='facility_person_open_once'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='facility_person_ends_after_start')],
                    },
                ),
            ],
        ),
    ]
